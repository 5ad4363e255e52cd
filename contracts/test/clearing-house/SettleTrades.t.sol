// SPDX-License-Identifier: MIT
pragma solidity 0.8.37;

import { IClearingHouseEvents } from "../../src/clearing-house/IClearingHouseEvents.sol";
import { BatchCodec } from "./BatchCodec.sol";
import { ClearingHouseFixture } from "./ClearingHouseFixture.sol";

/// @notice Trades that are settled: who has what afterwards.
contract SettleTradesTest is ClearingHouseFixture {
    function setUp() public override {
        super.setUp();
        _deposit(alice.account, LUSD, 100_000e6);
        _deposit(bob.account, LETH, 50e8);
        _deposit(bob.account, LBTC, 5e8);
        _deposit(bob.account, WLUX, 1_000_000e6);
    }

    function test_settle_movesBaseAndQuoteAndTakesFeesFromWhatIsReceived() public {
        // Alice buys 2.5 ETH at Bob's 3,000.00.
        _settle(
            _pair(
                _order(alice, ETH_USDT, ONE_SHOT, 310_000, 2500, 1_800_000_000_000),
                _order(bob, ETH_USDT, SELL, 300_000, 10_000, 64),
                2500
            )
        );
        uint256 base = 2.5e8;
        uint256 quote = 7500e6;
        assertEq(house.balanceOf(alice.account, LETH), base - base * 500 / 1e6);
        assertEq(house.balanceOf(alice.account, LUSD), 100_000e6 - quote);
        assertEq(house.balanceOf(bob.account, LUSD), quote - quote * 200 / 1e6);
        assertEq(house.balanceOf(bob.account, LETH), 50e8 - base);
        assertEq(house.balanceOf(FEES, LETH), base * 500 / 1e6);
        assertEq(house.balanceOf(FEES, LUSD), quote * 200 / 1e6);
        assertEq(house.accountOf(alice.account).oneShotNonce, 1_800_000_000_000);
        (uint256 filled, bool whole, uint256 cancelBindsAt) = house.restingOrder(bob.account, 64);
        assertFalse(whole);
        assertEq(filled, 2500);
        assertEq(cancelBindsAt, 0);
        assertEq(house.nextSequence(), 2);
    }

    function test_settle_takerSells() public {
        _settle(
            _pair(
                _order(bob, BTC_USDT, SELL | ONE_SHOT, 5_900_000, 3, 7),
                _order(alice, BTC_USDT, 0, 6_000_001, 10, 65),
                3
            )
        );
        uint256 quote = 6_000_001 * 3;
        assertEq(house.balanceOf(alice.account, LBTC), 3e4 - 6);
        assertEq(house.balanceOf(alice.account, LUSD), 100_000e6 - quote);
        // 500 ppm of 18.000003: rounded up.
        assertEq(house.balanceOf(bob.account, LUSD), quote - 9001);
        assertEq(house.balanceOf(bob.account, LBTC), 5e8 - 3e4);
        assertEq(house.balanceOf(FEES, LUSD), 9001);
        assertEq(house.balanceOf(FEES, LBTC), 6);
    }

    function test_settle_emitsTheBatchWithoutSignatures() public {
        BatchCodec.PackedBatch memory batch = _pair(
            _order(alice, LUX_USDT, ONE_SHOT, 200_000, 10, 9),
            _order(bob, LUX_USDT, SELL, 200_000, 10, 64),
            10
        );
        (bytes memory encoded, uint256 carried) = BatchCodec.encode(batch);
        assertEq(encoded.length, carried + 128);
        bytes memory part = new bytes(carried);
        for (uint256 i = 0; i < carried; ++i) {
            part[i] = encoded[i];
        }
        vm.expectEmit();
        emit IClearingHouseEvents.Settled(1, part);
        vm.prank(OPERATOR);
        house.settle(encoded);
    }
}
