// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";

/// @notice An account of code that does the worst it can when it is asked for its signature, or paid.
contract HostileWallet {
    enum Conduct {
        Obliging,
        Reenters,
        ReturnsMegabytes,
        ReturnsHalfAWord,
        RevertsWithMagic,
        BurnsGas,
        SpendsMostGas
    }

    bytes32 private constant MAGIC = bytes32(bytes4(0x1626ba7e));

    IClearingHouse private immutable HOUSE;
    Conduct public conduct;
    /// What it calls on the clearing house as soon as it has control.
    bytes[] private calls;
    uint256 public succeeded;
    uint256 public attempts;

    constructor(IClearingHouse house) {
        HOUSE = house;
    }

    receive() external payable {
        if (conduct == Conduct.BurnsGas) _burn(0);
        if (conduct == Conduct.ReturnsMegabytes) _return(1_000_000);
        for (uint256 i = 0; i < calls.length; ++i) {
            ++attempts;
            (bool done,) = address(HOUSE).call(calls[i]);
            if (done) ++succeeded;
        }
    }

    function behave(Conduct next, bytes[] calldata toCall) external {
        conduct = next;
        delete calls;
        for (uint256 i = 0; i < toCall.length; ++i) {
            calls.push(toCall[i]);
        }
    }

    function execute(bytes calldata call) external {
        (bool done, bytes memory answer) = address(HOUSE).call(call);
        assembly ("memory-safe") {
            if iszero(done) { revert(add(answer, 0x20), mload(answer)) }
        }
    }

    /// Confirms everything, each in its way.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes32) {
        if (conduct == Conduct.BurnsGas) _burn(0);
        if (conduct == Conduct.SpendsMostGas) _burn(20_000);
        if (conduct == Conduct.ReturnsMegabytes) _return(32_000);
        if (conduct == Conduct.ReturnsHalfAWord) _return(4);
        if (conduct == Conduct.RevertsWithMagic) {
            bytes32 magic = MAGIC;
            assembly ("memory-safe") {
                mstore(0, magic)
                revert(0, 0x20)
            }
        }
        if (conduct == Conduct.Reenters) {
            for (uint256 i = 0; i < calls.length; ++i) {
                // To write in a static call costs all gas that it is given.
                (bool done,) = address(HOUSE).call{ gas: 50_000 }(calls[i]);
                // What had an effect would show in the answer: a static call can leave no trace.
                if (done) return bytes32(0);
            }
        }
        return MAGIC;
    }

    function _burn(uint256 left) private view {
        while (gasleft() > left) { }
    }

    /// The magic word, and much behind it, or not even all of it.
    function _return(uint256 size) private pure {
        bytes32 magic = MAGIC;
        assembly {
            mstore(0, magic)
            return(0, size)
        }
    }
}
