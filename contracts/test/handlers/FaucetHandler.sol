// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { Faucet } from "../../src/Faucet.sol";
import { Test } from "forge-std/Test.sol";

/// @notice Asks for drips at all times, as the operator and as recipients, and keeps its own count.
contract FaucetHandler is Test {
    Faucet private immutable FAUCET;
    address private immutable OPERATOR;

    uint256 public totalDrips;
    uint256 public mostDrips;
    bool public paidTooEarly;

    mapping(address recipient => uint256 count) private drips;
    mapping(address recipient => uint256 time) private lastDrip;

    constructor(Faucet faucet, address operator) {
        FAUCET = faucet;
        OPERATOR = operator;
    }

    function dripByOperator(uint256 seed) external {
        _drip(OPERATOR, _recipient(seed));
    }

    function dripByRecipient(uint256 seed) external {
        _drip(_recipient(seed), _recipient(seed));
    }

    function dripForAnother(uint256 callerSeed, uint256 seed) external {
        address caller = _recipient(callerSeed);
        address recipient = _recipient(seed);
        if (caller == recipient) return;
        vm.prank(caller);
        try FAUCET.drip(recipient) {
            assertTrue(false, "a stranger asked for another");
        } catch { }
    }

    function wait_(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 2 hours));
    }

    function _drip(address caller, address recipient) private {
        vm.prank(caller);
        try FAUCET.drip(recipient) {
            uint256 previous = lastDrip[recipient];
            bool early = block.timestamp < previous + FAUCET.COOL_DOWN_SECONDS();
            if (previous != 0 && early) paidTooEarly = true;
            lastDrip[recipient] = block.timestamp;
            totalDrips += 1;
            drips[recipient] += 1;
            if (drips[recipient] > mostDrips) mostDrips = drips[recipient];
        } catch { }
    }

    function _recipient(uint256 seed) private pure returns (address) {
        return address(uint160(0xd41900 + (seed % 3)));
    }
}
