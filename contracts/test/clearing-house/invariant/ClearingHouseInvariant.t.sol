// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouse } from "../../../src/clearing-house/IClearingHouse.sol";
import { ClearingHouseHandler } from "./ClearingHouseHandler.sol";
import { IERC20 } from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import { Test } from "forge-std/Test.sol";

/// @notice What holds whatever anybody does, the operator included. That nothing is overfilled, settled
/// at a worse price, above the signed fee, or after it was canceled, the handler asserts at every batch.
contract ClearingHouseInvariantTest is Test {
    uint256 private constant ASSETS = 4;

    ClearingHouseHandler private handler;
    IClearingHouse private house;
    uint256 private lastSequence;

    function setUp() public {
        handler = new ClearingHouseHandler();
        handler.setUp();
        house = handler.theHouse();
        bytes4[] memory selectors = new bytes4[](15);
        selectors[0] = handler.settle.selector;
        selectors[1] = handler.trade.selector;
        selectors[2] = handler.withdraw.selector;
        selectors[3] = handler.deposit.selector;
        selectors[4] = handler.cancel.selector;
        selectors[5] = handler.bump.selector;
        selectors[6] = handler.approve.selector;
        selectors[7] = handler.revoke.selector;
        selectors[8] = handler.requestExit.selector;
        selectors[9] = handler.cancelExit.selector;
        selectors[10] = handler.finaliseExit.selector;
        selectors[11] = handler.wait_.selector;
        selectors[12] = handler.administer.selector;
        selectors[13] = handler.depositNative.selector;
        selectors[14] = handler.resume.selector;
        targetContract(address(handler));
        targetSelector(FuzzSelector({ addr: address(handler), selectors: selectors }));
    }

    /// The handler's rules would mean nothing if hardly anything came to pass, or went wrong.
    function test_handlerIsNotIdle() public {
        for (uint256 i = 0; i < 1600; ++i) {
            uint256 seed = uint256(keccak256(abi.encode(i)));
            if (i % 4 == 0) handler.resume();
            if (i % 4 == 1) handler.trade(seed);
            else if (i % 4 == 2) handler.settle(seed);
            else _narrow(seed);
        }
        assertGt(handler.settled(), 100);
        assertGt(handler.withdrawn(), 10);
        assertGt(handler.exited(), 0);
        assertGt(handler.overtakings(), 0);
        string[10] memory rules = [
            "exit",
            "epoch ended",
            "canceled",
            "overfilled",
            "not what was signed",
            "one-shot nonce",
            "signed maximum",
            "signer",
            "price",
            "withdrawal nonce"
        ];
        for (uint256 i = 0; i < rules.length; ++i) {
            assertGt(handler.faults(rules[i]), 0, rules[i]);
        }
        invariant_ledgerIsCoveredAndNothingComesFromNothing();
    }

    function _narrow(uint256 seed) private {
        uint256 what = (seed >> 128) % 9;
        if (what == 0) handler.withdraw(seed);
        else if (what == 1) handler.cancel(seed);
        else if (what == 2) handler.bump(seed);
        else if (what == 3) handler.approve(seed);
        else if (what == 4) handler.revoke(seed);
        else if (what == 5) handler.requestExit(seed);
        else if (what == 6) handler.cancelExit(seed);
        else if (what == 7) handler.finaliseExit(seed);
        else handler.wait_(seed);
    }

    /// In the end everybody can leave with everything, paused and without the operator.
    function afterInvariant() public {
        handler.everybodyLeaves();
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            assertEq(house.assetAt(asset).custody, 0);
            assertEq(IERC20(handler.tokenOf(asset)).balanceOf(address(house)), 0);
        }
    }

    /// forge-config: default.invariant.runs = 32
    /// forge-config: release.invariant.runs = 32
    function invariant_ledgerIsCoveredAndNothingComesFromNothing() public view {
        for (uint256 asset = 0; asset < ASSETS; ++asset) {
            uint256 sum = 0;
            for (uint256 i = 0; i < handler.peopleCount(); ++i) {
                uint256 balance = house.balanceOf(handler.accountAt(i), asset);
                assertEq(balance, handler.balanceFor(i, asset));
                sum += balance;
            }
            IClearingHouse.Asset memory listed = house.assetAt(asset);
            assertEq(sum, listed.custody);
            assertEq(sum, handler.inside(asset));
            assertLe(sum, 2 ** 53 - 1);
            uint256 held = IERC20(listed.token).balanceOf(address(house));
            assertEq(held, sum * 10 ** listed.unitExponent);
        }
        assertEq(address(house).balance, 0);
        assertEq(house.nextSequence(), handler.batches() + 1);
        assertEq(house.depositCount(), handler.depositsMade());
    }
}
